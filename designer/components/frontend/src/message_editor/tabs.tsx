import { type KeyboardEvent } from "react";
import { word } from "../shared/bubble_types";
import { fill } from "./fill";
import type { Editing, Texts } from "./types";

type Props = { data: Editing; texts: Texts; language: string; choose: (language: string) => void };

export function LanguageTabs({ data, texts, language, choose }: Props) {
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const at = data.languages.findIndex(({ code }) => code === language);
    const next = data.languages[(at + step + data.languages.length) % data.languages.length];
    if (!next) return;
    choose(next.code);
    const list = event.currentTarget;
    requestAnimationFrame(() => list.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  return (
    <div className="tabs" role="tablist" aria-label={word(data.words, "languages")} onKeyDown={keys}>
      {data.languages.map(({ code, label }) => {
        const state = stateOf(data, texts[code] ?? "");
        return (
          <button key={code} type="button" role="tab" className="tab" aria-selected={code === language} tabIndex={code === language ? 0 : -1}
            onClick={() => choose(code)}>{label}{state && <small className={state}>{word(data.words, state)}</small>}</button>
        );
      })}
    </div>
  );
}

function stateOf(data: Editing, text: string): "" | "language_empty" | "language_too_long" {
  if (text.trim() === "") return "language_empty";
  return fill(text, data).text.length > data.limit ? "language_too_long" : "";
}
