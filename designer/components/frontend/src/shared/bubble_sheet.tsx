// The sheet that rises from the bottom of the phone: the rows of a list, or all the buttons of a message.
// It is placed against the nearest positioned box, the screen, so nothing between the two may be positioned.
import { useEffect, useRef, type KeyboardEvent } from "react";
import { Icon } from "./bubble_icons";
import { word, type Row, type Words } from "./bubble_types";

export type SheetGroup = { title: string; rows: (Row & { icon?: string })[] };
type Props = {
  title: string;
  groups: SheetGroup[];
  words: Words;
  choose: ((id: string, title: string) => void) | null;
  close: () => void;
};

export function OptionsSheet({ title, groups, words, choose, close }: Props) {
  const box = useFocusInside();
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className="sheet-cover" onKeyDown={keys} onClick={(event) => event.target === event.currentTarget && close()}>
      <div className="sheet" role="dialog" aria-modal="true" aria-label={title} ref={box} tabIndex={-1}>
        <div className="sheet-head">
          <button type="button" className="round" aria-label={word(words, "close")} onClick={close}><Icon name="close" /></button>
          <b dir="auto">{title}</b>
        </div>
        {groups.map((group, index) => <Group key={index} group={group} choose={choose} />)}
      </div>
    </div>
  );
}

function Group({ group, choose }: { group: SheetGroup; choose: Props["choose"] }) {
  return (
    <div role="group" aria-label={group.title || undefined}>
      {group.title && <div className="sheet-title" dir="auto">{group.title}</div>}
      {group.rows.map((row) => (
        <button key={row.id} type="button" className="row" aria-disabled={!choose}
          onClick={(event) => event.detail < 2 && choose?.(row.id, row.title)}>
          {row.icon && <Icon name={row.icon} />}
          <span className="row-words" dir="auto"><span>{row.title}</span>{row.description && <small>{row.description}</small>}</span>
          {!row.icon && <span className="radio" aria-hidden="true" />}
        </button>
      ))}
    </div>
  );
}

// Focus enters with the sheet and goes back where it was when the sheet leaves.
function useFocusInside() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = box.current?.getRootNode() as Document | ShadowRoot | undefined;
    const before = root?.activeElement as HTMLElement | null | undefined;
    box.current?.focus({ preventScroll: true });
    return () => before?.isConnected ? before.focus({ preventScroll: true }) : undefined;
  }, []);
  return box;
}
