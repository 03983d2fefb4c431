/** Writes down what failed and why, short, for `make test` to say last: a log that is cut keeps its end. */
import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestError, TestResult } from "@playwright/test/reporter";

/** Of an error: what was waited for, and where. */
const MOST_CHARACTERS = 700;

export default class Failures implements Reporter {
  private readonly said: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus || result.status === "skipped") return;
    const errors = result.errors.map(({ message = "", location }) => {
      // Colours are for terminals.
      const plain = message.replace(/\u001b\[[0-9;]*m/g, "").slice(0, MOST_CHARACTERS);
      return location ? `${plain}\n    at ${location.file}:${location.line}` : plain;
    });
    this.said.push([test.titlePath().filter(Boolean).join(" › "), ...errors].join("\n"));
  }

  onError({ message = "" }: TestError): void {
    this.said.push(message.slice(0, MOST_CHARACTERS));
  }

  onEnd(): void {
    if (this.said.length === 0) return;
    mkdirSync("test-results", { recursive: true });
    writeFileSync("test-results/failed.txt", `${this.said.join("\n\n")}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
