// All tests on a lab but the contract of drivers.

import { suiteOnLab } from "./suite.ts";

export default suiteOnLab("t3rc", { include: ["test/live/*.test.ts"], exclude: ["test/live/driver.test.ts"] });
