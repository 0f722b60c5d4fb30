// A list to search and choose from with the keyboard: the palette, the search, "connect to".
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Icon } from "./icons";
import { around } from "./texts";

export interface Choice {
  id: string;
  group: string;
  title: string;
  hint: string;
  texts?: string[];
  tile: ReactNode;
  testid: string;
}

interface PickerProps {
  label: string;
  placeholder: string;
  nothing: string;
  choices: Choice[];
  onChoose: (id: string, withShift: boolean) => void;
  onClose: () => void;
}

export function Picker({ label, placeholder, nothing, choices, onChoose, onClose }: PickerProps) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useId();
  const found = useMemo(() => matching(choices, query), [choices, query]);
  const at = Math.min(active, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((at + step + found.length) % Math.max(found.length, 1));
    else if (event.key === "Enter" && found[at]) onChoose(found[at].id, event.shiftKey);
    else if (event.key === "Escape") onClose();
    else if (event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="picker" role="dialog" aria-label={label} onKeyDown={onKeyDown}>
      <div className="query">
        <Icon name="search" size={16} />
        <input autoFocus value={query} placeholder={placeholder} aria-label={placeholder} role="combobox"
          aria-expanded="true" aria-controls={list} aria-activedescendant={found[at] && `${list}-${at}`}
          onChange={(event) => { setQuery(event.target.value); setActive(0); }} />
      </div>
      <div className="choices" role="listbox" id={list} aria-label={label}>
        {found.length === 0 && <p className="nothing">{nothing}</p>}
        {found.map((choice, index) => (
          <Row key={choice.id} choice={choice} id={`${list}-${index}`} active={index === at}
            heading={choice.group !== found[index - 1]?.group ? choice.group : ""}
            onPoint={() => setActive(index)} onChoose={(withShift) => onChoose(choice.id, withShift)} />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  choice: Choice;
  id: string;
  active: boolean;
  heading: string;
  onPoint: () => void;
  onChoose: (withShift: boolean) => void;
}

function Row({ choice, id, active, heading, onPoint, onChoose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      {heading && <div className="heading" role="presentation">{heading}</div>}
      <div ref={row} id={id} role="option" aria-selected={active} className={`choice${active ? " active" : ""}`}
        data-testid={choice.testid} onPointerMove={onPoint} onClick={(event) => onChoose(event.shiftKey)}>
        {choice.tile}
        <span className="words">
          <span className="title">{choice.title}</span>
          {choice.hint && <span className="hint">{choice.hint}</span>}
        </span>
      </div>
    </>
  );
}

function matching(choices: Choice[], query: string): Choice[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = choices.flatMap((choice) => {
    const shown = fold(`${choice.title} ${choice.hint} ${choice.group}`);
    if (words.every((word) => shown.includes(word))) return [choice];
    const text = choice.texts?.find((one) => words.every((word) => fold(one).includes(word)));
    return text === undefined ? [] : [{ ...choice, hint: excerpt(text, words[0]!) }];
  });
  // What is called so comes first, where there are no headings to keep together.
  const named = (choice: Choice) => choice.group !== "" || words.every((word) => fold(choice.title).includes(word));
  return [...found.filter(named), ...found.filter((choice) => !named(choice))];
}

// Letters with accents become two when folded: they are kept as one, so that places in the text stay true.
function excerpt(text: string, word: string): string {
  const plain = Array.from(text, (letter) => fold(letter)[0] ?? " ").join("");
  const at = plain.indexOf(word);
  return around(Array.from(text).join(""), Math.max(at, 0), word.length);
}

export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
