type Series = {
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly values: Map<string, number>;
};

/** Numbers for Prometheus, in its text format. */
export class Metrics {
  readonly #series = new Map<string, Series>();

  /** Sets a gauge. `labels` in exposition form, e.g. `method="eth_getLogs"`. */
  set(name: string, help: string, value: number, labels = ''): void {
    this.#of(name, help, 'gauge').values.set(labels, value);
  }

  /** Adds to a counter. */
  add(name: string, help: string, by: number, labels = ''): void {
    const { values } = this.#of(name, help, 'counter');
    values.set(labels, (values.get(labels) ?? 0) + by);
  }

  render(): string {
    const lines: string[] = [];
    for (const [name, { help, type, values }] of this.#series) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
      for (const [labels, value] of values)
        lines.push(`${name}${labels === '' ? '' : `{${labels}}`} ${value}`);
    }
    return `${lines.join('\n')}\n`;
  }

  #of(name: string, help: string, type: Series['type']): Series {
    let series = this.#series.get(name);
    if (series === undefined) {
      series = { help, type, values: new Map() };
      this.#series.set(name, series);
    }
    return series;
  }
}
