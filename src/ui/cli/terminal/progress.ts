// One line on a terminal's stderr: how far, and how long it will still take. Silent anywhere else.

export type Progress = { show(done: number): void; end(): void };

export function progress(label: string, total: number, quiet: boolean): Progress {
  const { stderr } = process;
  if (quiet || !stderr.isTTY) return { show() {}, end() {} };
  const begun = performance.now();
  let shown = 0;
  return {
    show(done) {
      const now = performance.now();
      if (now - shown < 100 && done < total) return;
      shown = now;
      const left = ((now - begun) / done) * (total - done);
      stderr.write(
        `\r\x1b[K${label}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}, ` +
          `${Math.floor((100 * done) / total)} %, ${eta(left)} to go`,
      );
    },
    end() {
      stderr.write("\r\x1b[K");
    },
  };
}

function eta(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
