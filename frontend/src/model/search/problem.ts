/** An error in a query, with a message for the person who writes it. */

export class QueryProblem extends Error {
  /** The term that the message is about. */
  readonly term: string;

  constructor(term: string, message: string) {
    super(message);
    this.term = term;
  }
}
