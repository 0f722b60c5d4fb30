// The tree of markup.ts as React nodes. Text only ever becomes a text node, so nothing in it can run.
import { useMemo, type ReactNode } from "react";
import { parseMarkup, type Block, type Inline } from "./markup";

export type Mark = { from: number; to: number; kind: "filled" | "unknown"; title: string };

type Sheet = { text: string; marks: readonly Mark[]; limit: number };

export function Markup({ text, marks = [], limit = Infinity }: { text: string; marks?: readonly Mark[]; limit?: number }) {
  const blocks = useMemo(() => parseMarkup(text), [text]);
  const sheet = { text, marks, limit };
  return <>{blocks.map((block, index) => blockNode(sheet, block, index, index === blocks.length - 1))}</>;
}

function blockNode(sheet: Sheet, block: Block, key: number, last: boolean): ReactNode {
  if (startOf(block) >= sheet.limit) return null;
  if (block.kind === "text") {
    return <p key={key}>{inlineNodes(sheet, block.children)}{!last && endsBlank(sheet.text, block.children) && <br />}</p>;
  }
  const shown = block.lines.filter((line) => (line.length ? firstOffset(line) : 0) < sheet.limit);
  const lines = shown.map((line, index) =>
    block.kind === "quote" ? <p key={index}>{inlineNodes(sheet, line)}</p> : <li key={index}>{inlineNodes(sheet, line)}</li>,
  );
  if (block.kind === "quote") return <blockquote key={key}>{lines}</blockquote>;
  if (block.kind === "numbers") return <ol key={key} start={block.start}>{lines}</ol>;
  return <ul key={key}>{lines}</ul>;
}

// A browser drops the line feed that ends a paragraph; before a list it is an empty line to keep.
function endsBlank(text: string, inlines: readonly Inline[]): boolean {
  const end = inlines.at(-1);
  return !end || (end.kind === "text" && text.slice(end.from, end.to) === "\n");
}

function startOf(block: Block): number {
  return firstOffset(block.kind === "text" ? block.children : (block.lines[0] ?? []));
}

function firstOffset(inlines: readonly Inline[]): number {
  const first = inlines[0];
  if (!first) return 0;
  return "from" in first ? first.from : firstOffset(first.children);
}

function inlineNodes(sheet: Sheet, inlines: readonly Inline[]): ReactNode[] {
  return inlines.map((inline, key) => {
    if (!("from" in inline)) {
      const Style = inline.kind;
      return firstOffset(inline.children) < sheet.limit && <Style key={key}>{inlineNodes(sheet, inline.children)}</Style>;
    }
    const words = leaf(sheet, inline.from, inline.to);
    if (words.length === 0) return null;
    if (inline.kind === "text") return <span key={key}>{words}</span>;
    if (inline.kind === "link") return <a key={key} href={inline.href} target="_blank" rel="noopener noreferrer">{words}</a>;
    return <code key={key} className={inline.kind}>{words}</code>;
  });
}

function leaf({ text, marks, limit }: Sheet, from: number, to: number): ReactNode[] {
  const end = Math.min(to, limit);
  const nodes: ReactNode[] = [];
  let at = from;
  for (const mark of marks) {
    const [start, stop] = [Math.max(mark.from, at), Math.min(mark.to, end)];
    if (start >= stop) continue;
    if (start > at) nodes.push(text.slice(at, start));
    nodes.push(<span key={start} className={mark.kind} title={mark.title}>{text.slice(start, stop)}</span>);
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}
