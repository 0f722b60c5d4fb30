// The text, its tools and the bubble that follows each key.
import { useEffect, useId, useLayoutEffect, useReducer, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import { Bubble } from "../shared/bubble";
import type { Mounted } from "../shared/bubble_host";
import { word, type Message } from "../shared/bubble_types";
import { Desk } from "./desk";
import { fill, type Filled } from "./fill";
import { LanguageTabs } from "./tabs";
import { Toolbar } from "./toolbar";
import type { Editing, Texts } from "./types";
import { insert, wrap } from "./writing";

export function Editor({ data, setStateValue }: Mounted<Editing>) {
  const desk = useDesk(data, (value) => setStateValue("text", value));
  const [language, setLanguage] = useLanguage(data);
  const box = useRef<HTMLTextAreaElement>(null);
  const filled = fill(desk.texts[language] ?? "", data);
  const left = (event: FocusEvent) => event.currentTarget.contains(event.relatedTarget) || desk.leave();
  return (
    <div className="editor" data-testid="message-editor" onFocus={() => desk.enter()} onBlur={left}>
      <div className="sides">
        <div className="writing">
          {data.languages.length > 1 && <LanguageTabs data={data} texts={desk.texts} language={language} choose={setLanguage} />}
          <Recovered desk={desk} data={data} language={language} />
          <Writing data={data} desk={desk} language={language} box={box} filled={filled} />
        </div>
        <Preview data={data} shown={shownIn(data, desk.texts, language)} />
      </div>
    </div>
  );
}

function useDesk(data: Editing, send: (value: unknown) => void): Desk {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const held = useRef<Desk>(null);
  held.current ??= new Desk(data, send, redraw);
  const desk = held.current;
  useLayoutEffect(() => desk.receive(data, send));
  useEffect(() => {
    const away = () => desk.handOver();
    const hidden = () => document.visibilityState === "hidden" && away();
    window.addEventListener("pagehide", away);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("pagehide", away);
      document.removeEventListener("visibilitychange", hidden);
      away();
    };
  }, [desk]);
  return desk;
}

function useLanguage(data: Editing) {
  const [language, setLanguage] = useState(data.language);
  useEffect(() => setLanguage(data.language), [data.language, data.field_id]);
  return [language, setLanguage] as const;
}

type WritingProps = { data: Editing; desk: Desk; language: string; box: React.RefObject<HTMLTextAreaElement | null>; filled: Filled };

function Writing({ data, desk, language, box, filled }: WritingProps) {
  const id = useId();
  const over = filled.text.length - data.limit;
  const mark = (marker: string) => box.current && wrap(box.current, marker);
  return (
    <>
      <label htmlFor={id}>{data.label}</label>
      <div className={`paper${over > 0 ? " over" : ""}`}>
        <Toolbar data={data} wrap={mark} insert={(text) => box.current && insert(box.current, text)} />
        <textarea id={id} ref={box} rows={7} dir="auto" lang={language} spellCheck value={desk.texts[language] ?? ""} data-testid="editor-text"
          aria-invalid={over > 0} aria-describedby={`${id}-count`} onKeyDown={(event) => shortcut(event, mark)}
          onChange={(event) => desk.type(language, event.target.value)} />
        <Counter id={`${id}-count`} data={data} count={filled.text.length} />
      </div>
    </>
  );
}

function shortcut(event: KeyboardEvent, mark: (marker: string) => void): void {
  if (!event.ctrlKey && !event.metaKey) return;
  const marker = { b: "*", i: "_", X: event.shiftKey ? "~" : "", x: event.shiftKey ? "~" : "" }[event.key];
  if (!marker) return;
  event.preventDefault();
  event.stopPropagation();
  mark(marker);
}

function Counter({ id, data, count }: { id: string; data: Editing; count: number }) {
  const number = (value: number) => new Intl.NumberFormat(data.locale).format(value);
  const values = { count: number(count), limit: number(data.limit) };
  const over = count - data.limit;
  return (
    <p className="count" id={id} data-testid="editor-counter" title={word(data.words, "counter_hint", values)}>
      {over > 0 && <span className="alarm">{word(data.words, over === 1 ? "too_long_one" : "too_long", { count: number(over) })}</span>}
      <span>{word(data.words, "counter", values)}</span>
    </p>
  );
}

function Recovered({ desk, data, language }: { desk: Desk; data: Editing; language: string }) {
  const ours = desk.conflict[language] ?? Object.values(desk.conflict)[0];
  if (ours === undefined) return null;
  return (
    <div className="recovered" role="alert">
      <p>{word(data.words, "recovered")}</p>
      <blockquote dir="auto">{ours}</blockquote>
      <button type="button" className="choice" onClick={() => desk.settleConflict(true)}>{word(data.words, "recovered_take")}</button>
      <button type="button" className="choice" onClick={() => desk.settleConflict(false)}>{word(data.words, "recovered_drop")}</button>
    </div>
  );
}

type Shown = { filled: Filled; caption: string };

// What customers of a language read: its own words, else those of the main language, else any that are written.
function shownIn(data: Editing, texts: Texts, language: string): Shown {
  const written = (code: string) => (texts[code] ?? "").trim() !== "";
  const code = [language, data.default_language, ...data.languages.map((one) => one.code)].find(written) ?? language;
  const filled = fill(texts[code] ?? "", data);
  if (code === language) return { filled, caption: language === data.language ? data.caption : "" };
  const name = data.languages.find((one) => one.code === code)?.name ?? code;
  const lacking = data.languages.find((one) => one.code === language)?.lacking ?? "";
  return { filled, caption: lacking.replace("{shown}", name) };
}

function Preview({ data, shown: { filled, caption } }: { data: Editing; shown: Shown }) {
  const title = word(data.words, "preview");
  const empty = filled.text.trim() === "";
  const message: Message = {
    id: "preview", side: "business", text: filled.text, footer: data.footer, header: data.header,
    buttons: data.buttons, list: data.list, caption,
  };
  return (
    <section className="preview wall" aria-label={title} data-testid="editor-bubble">
      {empty && <p className="hint">{word(data.words, "preview_empty")}</p>}
      {(!empty || data.header || data.list || data.buttons.length > 0) && <Bubble message={message} words={data.words} author="" marks={filled.marks} />}
    </section>
  );
}
