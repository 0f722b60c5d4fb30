// Changes to the text area that keep the browser's own undo: they go in as if typed.

export function insert(box: HTMLTextAreaElement, text: string, from = box.selectionStart, to = box.selectionEnd): void {
  box.focus();
  box.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, from, to, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// WhatsApp's markers hug the words, so spaces at the edge of the selection stay outside. Twice takes them away.
export function wrap(box: HTMLTextAreaElement, marker: string): void {
  const [from, to] = hug(box.value, box.selectionStart, box.selectionEnd);
  const inner = box.value.slice(from, to);
  if (box.value[from - 1] === marker && box.value[to] === marker) {
    insert(box, inner, from - 1, to + 1);
    return box.setSelectionRange(from - 1, to - 1);
  }
  insert(box, marker + inner + marker, from, to);
  box.setSelectionRange(from + 1, to + 1);
}

function hug(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start] ?? "")) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? "")) end -= 1;
  return [start, end];
}
