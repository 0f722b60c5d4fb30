// The empty journey: what starts it, and the shadow of what follows.
import type { PaletteGroup } from "./contract";
import { Tile } from "./icons";

interface StartProps {
  palette: PaletteGroup[];
  onChoose: (type: string) => void;
  w: (key: string) => string;
}

export function Start({ palette, onChoose, w }: StartProps) {
  const items = palette.filter((group) => group.kind === "trigger").flatMap((group) => group.items);
  return (
    <div className="start" data-testid="start">
      <section className="question" aria-label={w("start_question")}>
        <h2>{w("start_question")}</h2>
        <p>{w("start_hint")}</p>
        <div className="answers">
          {items.map((item) => (
            <button type="button" key={item.type} className="answer" data-testid={`palette-item-${item.type}`}
              onClick={() => onChoose(item.type)}>
              <Tile icon={item.icon} type={item.type} kind="trigger" />
              <span className="words">
                <span className="title">{item.title}</span>
                <span className="hint">{item.hint}</span>
              </span>
            </button>
          ))}
        </div>
      </section>
      <span className="thread" aria-hidden="true" />
      <div className="shadow-card" aria-hidden="true">{w("first_message_question")}</div>
    </div>
  );
}
