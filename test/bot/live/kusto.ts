/** Microsoft's own KQL parser, for checks without a service. It is a script for browsers, so it is run as one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

/** Of the tables, the columns the product reads (learn.microsoft.com, CloudAppEvents). */
const TABLES = {
  CloudAppEvents:
    '(Timestamp:datetime, ActionType:string, Application:string, ApplicationId:int, AccountObjectId:string, AccountId:string, AccountDisplayName:string, IPAddress:string, ObjectName:string, ObjectId:string, ReportId:string, RawEventData:dynamic)',
};

export interface KqlRead {
  kind: string;
  errors: string[];
  /** values of the string literals, in order */
  literals: string[];
  /** names of the result's columns */
  columns: string[];
}

let read: ((kql: string) => KqlRead) | null = null;

export function kusto(): (kql: string) => KqlRead {
  read ??= load();
  return read;
}

/** What is used of it; its own types are those of a browser's globals. */
interface List<T> {
  Count: number;
  getItem(i: number): T;
}
interface Node {
  Kind: number;
  LiteralValue: string;
}
interface Code {
  Kind: string;
  Syntax: object;
  ResultType: { Columns: List<{ Name: string }> } | null;
  GetDiagnostics(): List<{ Code: string; Message: string }>;
}
interface KustoGlobal {
  Kusto: {
    Language: {
      Symbols: {
        TableSymbol: { From(columns: string): { WithName(name: string): object } };
        DatabaseSymbol: { ctor: new (name: string, tables: object[]) => object };
      };
      GlobalState: { Default: { WithDatabase(database: object): object } };
      KustoCode: { ParseAndAnalyze(kql: string, globals: object): Code };
      Syntax: {
        SyntaxElement: { WalkNodes(root: object, visit: (node: Node) => void): void };
        SyntaxKind: { StringLiteralExpression: number };
      };
    };
  };
}

function load(): (kql: string) => KqlRead {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@kusto/language-service-next/package.json'));
  for (const file of ['bridge.js', 'Kusto.Language.Bridge.js']) {
    vm.runInThisContext(readFileSync(join(folder, file), 'utf8'), { filename: file });
  }
  const { Language } = (globalThis as unknown as KustoGlobal).Kusto;
  const { Symbols, Syntax } = Language;
  const tables = Object.entries(TABLES).map(([name, columns]) =>
    Symbols.TableSymbol.From(columns).WithName(name),
  );
  const database = new Symbols.DatabaseSymbol.ctor('hunting', tables);
  const globals = Language.GlobalState.Default.WithDatabase(database);
  return (kql) => {
    const code = Language.KustoCode.ParseAndAnalyze(kql, globals);
    const literals: string[] = [];
    Syntax.SyntaxElement.WalkNodes(code.Syntax, (node) => {
      if (node.Kind === Syntax.SyntaxKind.StringLiteralExpression) literals.push(node.LiteralValue);
    });
    return {
      kind: String(code.Kind),
      errors: listOf(code.GetDiagnostics()).map(({ Code, Message }) => `${Code} ${Message}`),
      literals,
      columns: listOf(code.ResultType?.Columns ?? null).map(({ Name }) => Name),
    };
  };
}

function listOf<T>(list: List<T> | null): T[] {
  return list === null ? [] : Array.from({ length: list.Count }, (_, i) => list.getItem(i));
}
