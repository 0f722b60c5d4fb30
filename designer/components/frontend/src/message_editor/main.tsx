import { mounting } from "../shared/bubble_host";
import "../shared/bubble.css";
import "./editor.css";
import { Editor } from "./editor";
import type { Editing } from "./types";

export default mounting<Editing>("host", (mounted) => <Editor {...mounted} />);
