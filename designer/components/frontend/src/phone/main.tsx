import { mounting } from "../shared/bubble_host";
import "../shared/bubble.css";
import "./phone.css";
import { Phone, type Conversation } from "./phone";

export default mounting<Conversation>("host", (mounted) => <Phone {...mounted} />);
