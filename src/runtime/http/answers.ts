/** Error responses. They contain a code, but not the cause. */
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
