// The journey as an indented list of the same cards, for narrow screens.
import { useContext, type MouseEvent } from "react";
import { CardFace, Tried } from "./card";
import type { CanvasNode, Origin, Port, Snapshot } from "./contract";
import { DeskContext, fill } from "./desk";
import { Icon } from "./icons";

interface Entry {
  key: string;
  depth: number;
  path: (Origin & { label: string }) | null;
  node: CanvasNode | null;
  again: boolean;
}

interface OutlineProps {
  nodes: CanvasNode[];
  selected: string[];
  snapshot: Snapshot;
  locked: boolean;
  onSelect: (id: string) => void;
  onEdit: () => void;
}

export function Outline({ nodes, selected, snapshot, locked, onSelect, onEdit }: OutlineProps) {
  const { highlight, walked, coverage } = snapshot;
  const lit = [...highlight, ...(walked?.cards ?? [])];
  const isUntried = (path: Origin) => !!coverage?.arrows.includes(`${path.node}|${path.port}`);
  return (
    <ol className="outline" data-testid="outline">
      {entriesOf(nodes).map((entry) => (
        <li key={entry.key} className={entry.path ? "" : "root"} style={{ marginInlineStart: Math.min(entry.depth, 5) * 18 }}>
          {entry.path && <Path path={entry.path} locked={locked} open={!entry.node} untried={isUntried(entry.path)} />}
          {entry.node && entry.again && <Again node={entry.node} onSelect={onSelect} />}
          {entry.node && !entry.again && (
            <button type="button" data-testid={`card-${entry.node.id}`} aria-label={entry.node.description || entry.node.title}
              aria-pressed={selected.includes(entry.node.id)}
              className={`card${selected.includes(entry.node.id) ? " selected" : ""}${lit.includes(entry.node.id) ? " lit" : ""}`}
              onClick={() => onSelect(entry.node!.id)} onDoubleClick={onEdit}>
              <CardFace node={entry.node} />
              {coverage && entry.node.kind === "step" && <Tried tried={!coverage.cards.includes(entry.node.id)} />}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

interface PathProps {
  path: Origin & { label: string };
  locked: boolean;
  open: boolean;
  untried: boolean;
}

function Path({ path, locked, open, untried }: PathProps) {
  const desk = useContext(DeskContext);
  return (
    <div className="path">
      <span className="thread" aria-hidden="true" />
      {locked ? (
        path.label && <span className={`pill worded${untried ? " untried" : ""}`}><span className="label">{path.label}</span></span>
      ) : (
        <button type="button" className={`pill${path.label || open ? " worded" : ""}${untried ? " untried" : ""}`} aria-label={desk.plusLabel(path.label)}
          data-testid={`plus-${path.node}-${path.port}`}
          onClick={(event: MouseEvent) => desk.openPalette(event, { node: path.node, port: path.port })}>
          {untried && <Icon name="untried" size={13} />}
          {(path.label || open) && <span className="label">{path.label || desk.w("add_step")}</span>}
          <Icon name="plus" size={16} />
        </button>
      )}
    </div>
  );
}

function Again({ node, onSelect }: { node: CanvasNode; onSelect: (id: string) => void }) {
  const desk = useContext(DeskContext);
  return (
    <button type="button" className="again" onClick={() => onSelect(node.id)}>
      {fill(desk.w("leads_to"), { title: node.title })}
    </button>
  );
}

// Starts first, then each path to its end; a card reached twice is written once and pointed to afterwards.
function entriesOf(nodes: CanvasNode[]): Entry[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const entries: Entry[] = [];
  const seen = new Set<string>();
  const walk = (node: CanvasNode, depth: number, path: Entry["path"]) => {
    const again = seen.has(node.id);
    seen.add(node.id);
    entries.push({ key: path ? `${path.node}|${path.port}` : node.id, depth, path, node, again });
    if (!again) for (const port of node.ports) step(node, port, depth + (node.ports.length > 1 ? 1 : 0));
  };
  const step = (node: CanvasNode, port: Port, depth: number) => {
    const path = { node: node.id, port: port.id, label: port.label };
    const target = port.target === null ? undefined : byId.get(port.target);
    if (target) walk(target, depth, path);
    else entries.push({ key: `${node.id}|${port.id}`, depth, path, node: null, again: false });
  };
  const order = { trigger: 0, step: 1, note: 2 };
  const roots = [...nodes].sort((a, b) => order[a.kind] - order[b.kind]);
  for (const node of roots) if (!seen.has(node.id)) walk(node, 0, null);
  return entries;
}
