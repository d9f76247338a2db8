import { Module } from '@nestjs/common';
import { LiveEventStore } from './datasources/live-event.store.ts';
import { LiveHub } from './domain/live-hub.ts';
import { LiveEventTask } from './jobs/live-event.task.ts';
import { LiveController } from './routes/live.controller.ts';

/** Tells browsers at once what has changed. */
@Module({ controllers: [LiveController], providers: [LiveEventStore, LiveEventTask, LiveHub] })
export class LiveModule {}
