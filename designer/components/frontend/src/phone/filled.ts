import { word, type Message, type Words } from "../shared/bubble_types";
import type { Mark } from "../shared/markup_view";

// Python counts characters, the browser UTF-16 units: an emoji is one there and two here.
export function filledMarks(message: Message, words: Words): Mark[] {
  const ranges = message.filled ?? [];
  if (ranges.length === 0) return [];
  const starts = unitStarts(message.text);
  const unit = (character: number) => starts[Math.min(Math.max(character, 0), starts.length - 1)] ?? 0;
  const title = word(words, "filled");
  return [...ranges]
    .sort((one, other) => one[0] - other[0])
    .map(([from, to]) => ({ from: unit(from), to: unit(to), kind: "filled", title }));
}

function unitStarts(text: string): number[] {
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return starts;
}
