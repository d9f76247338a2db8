import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { TokenDocuments } from './datasources/token-documents.ts';
import { DocumentKeeper } from './domain/document.keeper.ts';
import { DocumentPublisher } from './domain/document.publisher.ts';
import { DocumentReader } from './domain/document.reader.ts';
import { DocumentService } from './domain/document.service.ts';
import { DocumentVersions } from './domain/document-versions.ts';
import { DocumentTask } from './jobs/document.task.ts';
import { DocumentPublicationTask } from './jobs/document-publication.task.ts';
import { DocumentController } from './routes/document.controller.ts';

/** The documents and pictures of properties: uploaded past us, looked at by us, read through links that end. */
@Module({
  imports: [BlockchainModule, PropertyModule],
  controllers: [DocumentController],
  providers: [
    DocumentKeeper,
    DocumentPublicationTask,
    DocumentPublisher,
    DocumentReader,
    DocumentService,
    DocumentTask,
    DocumentVersions,
    TokenDocuments,
  ],
})
export class DocumentModule {}
