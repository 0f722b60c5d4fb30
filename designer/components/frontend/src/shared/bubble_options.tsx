// The buttons under a bubble. WhatsApp shows three at most: of four or more, two and a door to all of them.
import { useState } from "react";
import { Icon } from "./bubble_icons";
import { OptionsSheet, type SheetGroup } from "./bubble_sheet";
import { safeAddress, word, type Button, type Message, type Tap, type Words } from "./bubble_types";

type Props = { message: Message; words: Words; tap: Tap | null };

export function Options({ message, words, tap }: Props) {
  const [sheet, setSheet] = useState<"buttons" | "list" | null>(null);
  const buttons = message.buttons ?? [];
  const shown = buttons.length > 3 ? buttons.slice(0, 2) : buttons;
  if (buttons.length === 0 && !message.list) return null;
  const live = message.tapped ? null : tap;
  const open = (name: "buttons" | "list") => () => setSheet(name);
  const choose = (id: string, title: string) => {
    setSheet(null);
    live?.(message, id, title);
  };
  return (
    <div className="options" role="group" aria-label={word(words, "buttons")}>
      {shown.map((button) => <Option key={button.id} button={button} choose={live && choose} />)}
      {buttons.length > 3 && <Door icon="list" title={word(words, "all_options")} open={open("buttons")} />}
      {message.list && <Door icon="list" title={message.list.button} open={open("list")} />}
      {sheet && <OptionsSheet title={titleOf(message, sheet, words)} groups={groupsOf(message, sheet)} words={words}
        choose={live && choose} close={() => setSheet(null)} />}
    </div>
  );
}

function Door({ icon, title, open }: { icon: string; title: string; open: () => void }) {
  return <button type="button" className="option" aria-haspopup="dialog" onClick={open}><Icon name={icon} /><span>{title}</span></button>;
}

type Choose = ((id: string, title: string) => void) | null;

function Option({ button, choose }: { button: Button; choose: Choose }) {
  const address = button.kind === "url" ? safeAddress(button.url) : null;
  const inside = <><Icon name={button.kind} /><span dir="auto">{button.title}</span></>;
  // The second click of a double click is the same tap.
  const once = (event: { detail: number }) => event.detail < 2 && choose?.(button.id, button.title);
  if (address) return <a className="option" href={address} title={address} target="_blank" rel="noopener noreferrer" onClick={once}>{inside}</a>;
  return <button type="button" className="option" title={button.url || undefined} aria-disabled={!choose} onClick={once}>{inside}</button>;
}

function titleOf(message: Message, sheet: "buttons" | "list", words: Words): string {
  return sheet === "list" ? (message.list?.button ?? "") : word(words, "all_options_title");
}

function groupsOf(message: Message, sheet: "buttons" | "list"): SheetGroup[] {
  if (sheet === "buttons") return [{ title: "", rows: (message.buttons ?? []).map((button) => ({ ...button, icon: button.kind })) }];
  return (message.list?.sections ?? []).map((section) => ({ title: section.title ?? "", rows: section.rows }));
}
