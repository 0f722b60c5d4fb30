// Puts the sample contact's values where the placeholders are, and says which parts of the result they are.
import type { Mark } from "../shared/markup_view";
import { word } from "../shared/bubble_types";
import type { Editing } from "./types";

const PLACEHOLDER =
  /\{\{-?\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(?:\|\s*default\(\s*(?:'([^']*)'|"([^"]*)")\s*(?:,\s*[Tt]rue\s*)?\)\s*)?-?\}\}/gu;

export type Filled = { text: string; marks: Mark[] };

export function fill(source: string, data: Pick<Editing, "fields" | "sample" | "words">): Filled {
  const marks: Mark[] = [];
  let text = "";
  let at = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const [whole, path = "", single, double] = match;
    const value = valueOf(path, data);
    const shown = value || (single ?? double ?? value ?? whole);
    text += source.slice(at, match.index);
    marks.push({ from: text.length, to: text.length + shown.length, ...kindOf(path, value, data) });
    text += shown;
    at = match.index + whole.length;
  }
  return { text: text + source.slice(at), marks };
}

// undefined: no such field; "": the sample contact has no value.
function valueOf(path: string, data: Pick<Editing, "fields" | "sample">): string | undefined {
  return data.sample[path] ?? data.fields.find((field) => field.path === path)?.sample ??
    (data.fields.some((field) => field.path === path) ? "" : undefined);
}

function kindOf(path: string, value: string | undefined, data: Pick<Editing, "fields" | "words">): Pick<Mark, "kind" | "title"> {
  if (value === undefined) return { kind: "unknown", title: `${word(data.words, "unknown_field")} : ${path}` };
  const label = data.fields.find((field) => field.path === path)?.label ?? path;
  return { kind: "filled", title: `${word(data.words, "filled")} : ${label}` };
}
