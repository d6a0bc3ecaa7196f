import "./style/base.css";
import { render } from "preact";

const root = document.getElementById("app");
if (root) render(<p>Layerscope</p>, root);
