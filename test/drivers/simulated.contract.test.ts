// The simulated driver keeps the contract.

import { driverContract } from "./contract.ts";
import { simulated } from "./simulated-stand.ts";

driverContract("simulated", simulated);
