/** What is wrong with a query, said to the person who writes it. */

export class QueryProblem extends Error {
  /** The part of the query that is meant. */
  readonly term: string;

  constructor(term: string, message: string) {
    super(message);
    this.term = term;
  }
}
