/** Answers other than a success. They say no more than their sender needs. */
import type { FastifyReply } from 'fastify';

export class Answer extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export function sendAnswer(reply: FastifyReply, { status, code }: Answer): FastifyReply {
  return reply.code(status).send({ success: false, error: code });
}
