// WhatsApp's text markup, read into a tree of positions in the source text. Nothing here makes HTML:
// a leaf is a pair of offsets (UTF-16 units), so that a reader of the tree can clip it and mark parts of it.

export type Style = "strong" | "em" | "del";

export type Inline =
  | { kind: "text" | "code" | "mono"; from: number; to: number }
  | { kind: Style; children: Inline[] }
  | { kind: "link"; from: number; to: number; href: string };

export type Block =
  | { kind: "text"; children: Inline[] }
  | { kind: "bullets" | "quote"; lines: Inline[][] }
  | { kind: "numbers"; start: number; lines: Inline[][] };

const STYLES: Record<string, Style> = { "*": "strong", _: "em", "~": "del" };
const WORD = /[\p{L}\p{N}]/u;
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"`]+|(?:[a-z0-9-]+\.)+(?:com|fr|org|net|io|eu|be|ch|de|es|it|uk|app|shop)(?![\p{L}\p{N}])(?:\/[^\s<>"`]*)?/iuy;
const AFTER_ADDRESS = /[.,;:!?)\]'»*_~]+$/;

export function parseMarkup(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of logicalLines(text)) addLine(blocks, text, line);
  return blocks;
}

type Span = { from: number; to: number };

// A monospace passage may run over several lines: those lines belong together.
function logicalLines(text: string): Span[] {
  const lines: Span[] = [];
  for (let from = 0; from <= text.length; ) {
    let to = lineEnd(text, from);
    while (openFence(text, from, to)) to = lineEnd(text, text.indexOf("```", to) + 3);
    lines.push({ from, to });
    from = to + 1;
  }
  return lines;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

function openFence(text: string, from: number, to: number): boolean {
  const fences = text.slice(from, to).split("```").length - 1;
  return fences % 2 === 1 && text.indexOf("```", to) >= 0;
}

function addLine(blocks: Block[], text: string, line: Span): void {
  const source = text.slice(line.from, line.to);
  const marker = /^(?:([-*] )|(\d{1,3})\. |(> ))(?=\S)/.exec(source);
  const last = blocks.at(-1);
  if (!marker) return addText(blocks, last, text, line);
  const inline = parseInline(text, line.from + marker[0].length, line.to);
  const kind = marker[1] ? "bullets" : marker[2] ? "numbers" : "quote";
  if (last && last.kind === kind) last.lines.push(inline);
  else if (kind === "numbers") blocks.push({ kind, start: Number(marker[2]), lines: [inline] });
  else blocks.push({ kind, lines: [inline] });
}

// Lines of plain text stay one block; the line feed between them is kept as text.
function addText(blocks: Block[], last: Block | undefined, text: string, line: Span): void {
  const children = parseInline(text, line.from, line.to);
  if (last?.kind !== "text") {
    blocks.push({ kind: "text", children });
    return;
  }
  last.children.push({ kind: "text", from: line.from - 1, to: line.from }, ...children);
}

function parseInline(text: string, from: number, to: number, open: readonly Style[] = []): Inline[] {
  const found: Inline[] = [];
  const unclosed: Record<string, number> = {};
  let plain = from;
  for (let at = from; at < to; ) {
    const hit = monospaced(text, at, to) ?? link(text, at, from, to) ?? styled(text, at, from, to, open, unclosed);
    if (!hit) {
      at += 1;
      continue;
    }
    if (at > plain) found.push({ kind: "text", from: plain, to: at });
    found.push(hit.node);
    at = plain = hit.end;
  }
  if (to > plain) found.push({ kind: "text", from: plain, to });
  return found;
}

type Hit = { node: Inline; end: number } | null;

function monospaced(text: string, at: number, to: number): Hit {
  if (text[at] !== "`") return null;
  const fence = text.startsWith("```", at) ? "```" : "`";
  const start = at + fence.length;
  const end = text.indexOf(fence, start + 1);
  if (end < 0 || end + fence.length > to || text.slice(start, end).trim() === "") return null;
  return { node: { kind: fence === "`" ? "code" : "mono", from: start, to: end }, end: end + fence.length };
}

function link(text: string, at: number, from: number, to: number): Hit {
  if (at > from && /[\p{L}\p{N}@./_-]/u.test(text[at - 1] ?? "")) return null;
  ADDRESS.lastIndex = at;
  const match = ADDRESS.exec(text.slice(0, to))?.[0].replace(AFTER_ADDRESS, "");
  if (!match) return null;
  const href = /^https?:\/\//i.test(match) ? match : `https://${match}`;
  return { node: { kind: "link", from: at, to: at + match.length, href }, end: at + match.length };
}

// `unclosed` remembers up to where a marker is known to have no partner: a text full of lone markers, which any
// customer can send, is then read in one pass.
function styled(
  text: string, at: number, from: number, to: number, open: readonly Style[], unclosed: Record<string, number>,
): Hit {
  const marker = text[at] ?? "";
  const style = STYLES[marker];
  if (!style || open.includes(style) || at < (unclosed[marker] ?? 0) || !opens(text, at, from)) return null;
  const end = closing(text, marker, at, to);
  if (end < 0) {
    unclosed[marker] = Math.min(lineEnd(text, at), to);
    return null;
  }
  return { node: { kind: style, children: parseInline(text, at + 1, end, [...open, style]) }, end: end + 1 };
}

// A marker hugs the text and stands at the edge of a word: 2*3*4 and snake_case stay as they are.
function opens(text: string, at: number, from: number): boolean {
  const before = at > from ? (text[at - 1] ?? "") : "";
  const after = text[at + 1] ?? " ";
  return !WORD.test(before) && /\S/.test(after) && after !== text[at];
}

function closing(text: string, marker: string, at: number, to: number): number {
  for (let end = at + 2; end < to; end += 1) {
    if (text[end] === "\n") return -1;
    if (text[end] !== marker || /\s/.test(text[end - 1] ?? " ")) continue;
    if (end + 1 >= to || !WORD.test(text[end + 1] ?? "")) return end;
  }
  return -1;
}
