// What can lie open over the canvas: the palette, the search, "connect to".
import type { CanvasNode, Kind, Origin, Point, Snapshot } from "./contract";
import { fill } from "./desk";
import { Tile } from "./icons";
import { type Choice, Picker } from "./picker";
import { targetOf } from "./replay";
import { textsOf } from "./texts";

export type Panel =
  | { kind: "palette"; at: { left: number; top: number }; from: Origin | null; near: Point | null }
  | { kind: "find" }
  | { kind: "path"; node: string }
  | { kind: "connect"; from: Origin };

export interface PanelActions {
  close: () => void;
  add: (kind: Kind, type: string, from: Origin | null, near: Point | null) => void;
  goTo: (id: string, besides: boolean) => void;
  open: (panel: Panel) => void;
  connect: (from: Origin, target: string | null) => void;
}

interface PanelsProps {
  panel: Panel;
  snapshot: Snapshot;
  nodes: CanvasNode[];
  actions: PanelActions;
  w: (key: string) => string;
}

export function Panels(props: PanelsProps) {
  const { panel } = props;
  if (panel.kind === "palette") return <Palette {...props} panel={panel} />;
  return (
    <div className="panel centred" data-testid={`panel-${panel.kind}`}>
      <Dialog {...props} />
    </div>
  );
}

function Palette({ panel, snapshot, actions, w }: PanelsProps & { panel: Extract<Panel, { kind: "palette" }> }) {
  const groups = snapshot.palette.filter((group) => !(panel.from && group.kind !== "step"));
  const kinds = new Map(groups.flatMap((group) => group.items.map((item) => [item.type, group.kind] as const)));
  const choices = groups.flatMap((group) =>
    group.items.map((item) => ({
      id: item.type,
      group: group.group,
      title: item.title,
      hint: item.hint,
      tile: <Tile icon={item.icon} type={item.type} kind={group.kind} />,
      testid: `palette-item-${item.type}`,
    })),
  );
  return (
    <div className="panel" style={panel.at} data-testid="palette">
      <Picker label={w("add_step")} placeholder={w("palette_placeholder")} nothing={w("nothing_found")} choices={choices}
        onClose={actions.close}
        onChoose={(type) => actions.add(kinds.get(type) ?? "step", type, panel.from, panel.near)} />
    </div>
  );
}

function Dialog({ panel, nodes, actions, w }: PanelsProps) {
  const shared = { nothing: w("nothing_found"), onClose: actions.close };
  if (panel.kind === "find") {
    return (
      <Picker {...shared} label={w("search")} placeholder={w("find_placeholder")} choices={nodes.map((node) => ({ ...choiceOf(node, "find"), texts: textsOf(node) }))}
        onChoose={actions.goTo} />
    );
  }
  if (panel.kind === "path") {
    const node = nodes.find((one) => one.id === panel.node);
    return (
      <Picker {...shared} label={w("which_path")} placeholder={w("which_path")} choices={node ? pathsOf(node, nodes, w) : []}
        onChoose={(port) => actions.open({ kind: "connect", from: { node: panel.node, port } })} />
    );
  }
  if (panel.kind !== "connect") return null;
  const targets = nodes.filter((node) => node.kind === "step" && node.id !== panel.from.node).map((node) => choiceOf(node, "connect"));
  const choices = targetOf(nodes, panel.from) === null ? targets : [...targets, nowhere(w)];
  return (
    <Picker {...shared} label={w("connect_to")} placeholder={w("connect_to")} choices={choices}
      onChoose={(target) => actions.connect(panel.from, target === NOWHERE ? null : target)} />
  );
}

const NOWHERE = "";

function nowhere(w: (key: string) => string): Choice {
  const tile = <Tile icon="exit" type="exit" kind="step" />;
  return { id: NOWHERE, group: "", title: w("to_nowhere"), hint: w("to_nowhere_hint"), tile, testid: "connect-item-nowhere" };
}

function choiceOf(node: CanvasNode, use: string): Choice {
  const tile = <Tile icon={node.icon} type={node.type} kind={node.kind} />;
  return { id: node.id, group: "", title: node.title, hint: node.line, tile, testid: `${use}-item-${node.id}` };
}

function pathsOf(node: CanvasNode, nodes: CanvasNode[], w: (key: string) => string): Choice[] {
  return node.ports.map((port) => {
    const target = nodes.find((one) => one.id === port.target);
    const hint = target ? fill(w("leads_to"), { title: target.title }) : w("leads_nowhere");
    const tile = <Tile icon={node.icon} type={node.type} kind={node.kind} />;
    return { id: port.id, group: "", title: port.label || w("next"), hint, tile, testid: `path-item-${port.id}` };
  });
}
