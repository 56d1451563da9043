/** The block of the page that says what the service and the page both go by, for modules that are tried without a page. */

import { python } from "./python.js";

const textContent = JSON.stringify(python("from service.web.known import known\nprint(json.dumps(known()))"));

/** What is in it. */
export const KNOWN = JSON.parse(textContent);
Object.assign(globalThis, { document: { getElementById: () => ({ textContent }) } });
