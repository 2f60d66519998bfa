// The simulated driver keeps the contract.

import { driverContract } from "../../core/drivers/contract.ts";
import { simulated } from "./simulated-stand.ts";

driverContract("simulated", simulated);
