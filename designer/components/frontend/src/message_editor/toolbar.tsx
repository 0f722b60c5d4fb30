import { useState, type ReactNode } from "react";
import { Icon } from "../shared/bubble_icons";
import { word, type Words } from "../shared/bubble_types";
import { Popover } from "./popover";
import type { Editing } from "./types";

const EMOJI = [
  ..."😀😊😉😍🥰😎🤩😂🙏👍👌👏🙌💪👋🤝🎉🎁🎂✨⭐🔥💚💙🛒📦🚚📍📅⏰📞💬✅❌💳🔔👀💡",
  "❤️", "⚠️", "✉️", "➡️",
];

type Props = { data: Editing; wrap: (marker: string) => void; insert: (text: string) => void };

export function Toolbar({ data, wrap, insert }: Props) {
  const { words } = data;
  return (
    <div className="toolbar" role="toolbar" aria-label={word(words, "format")}>
      {data.fields.length > 0 && (
        <Popover name="insert" kind="menu" title={word(words, "insert_hint")} label={<><b aria-hidden="true">{"{}"}</b> {word(words, "insert")}</>}>
          {(close) => <Fields data={data} choose={(path) => { close(); insert(`{{ ${path} }}`); }} />}
        </Popover>
      )}
      <Marker name="bold" keys="Ctrl+B" words={words} press={() => wrap("*")}><b>B</b></Marker>
      <Marker name="italic" keys="Ctrl+I" words={words} press={() => wrap("_")}><i>I</i></Marker>
      <Marker name="strike" keys="Ctrl+Shift+X" words={words} press={() => wrap("~")}><s>S</s></Marker>
      <Popover name="emoji" kind="grid" title={word(words, "emoji")} label={<Icon name="emoji" />}>
        {(close) => EMOJI.map((emoji) => <button key={emoji} type="button" onClick={() => { close(); insert(emoji); }}>{emoji}</button>)}
      </Popover>
    </div>
  );
}

type MarkerProps = { name: string; keys: string; words: Words; press: () => void; children: ReactNode };

function Marker({ name, keys, words, press, children }: MarkerProps) {
  const label = word(words, name);
  // Without this the click would take the focus, and the selection with it, before it is used.
  const stay = (event: { preventDefault: () => void }) => event.preventDefault();
  return (
    <button type="button" className="tool" aria-label={label} title={`${label} (${keys})`} data-testid={`editor-${name}`}
      onPointerDown={stay} onMouseDown={stay} onClick={press}>{children}</button>
  );
}

function Fields({ data, choose }: { data: Editing; choose: (path: string) => void }) {
  const [search, setSearch] = useState("");
  const wanted = plain(search);
  const found = data.fields.filter((field) => plain(`${field.label} ${field.path}`).includes(wanted));
  const title = word(data.words, "insert_hint");
  return (
    <>
      {data.fields.length > 8 && <input type="search" aria-label={title} placeholder={title} value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && found[0] && choose(found[0].path)} />}
      {found.map((field) => (
        <button key={field.path} type="button" role="menuitem" onClick={() => choose(field.path)}>
          <span>{field.label}</span>
          <small>{(data.sample[field.path] ?? field.sample) || word(data.words, "no_sample")}</small>
        </button>
      ))}
    </>
  );
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
