import "./style/base.css";
import { render } from "preact";
import { startNavigation } from "./state/navigation";
import { App } from "./view/shell/app";

startNavigation();
const root = document.getElementById("app");
if (root) render(<App />, root);
