import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { PropertyModule } from '../property/property.module.ts';
import { TokenChain } from './datasources/token.chain.ts';
import { TokenProjection } from './datasources/token.projection.ts';
import { AllocationService } from './domain/allocation.service.ts';
import { InvestorService } from './domain/investor.service.ts';
import { TokenService } from './domain/token.service.ts';
import { TokenTask } from './jobs/token.task.ts';
import { TokenController } from './routes/token.controller.ts';

/** Tokens of properties, verified investors, issued shares. */
@Module({
  imports: [BlockchainModule, PropertyModule],
  controllers: [TokenController],
  providers: [AllocationService, InvestorService, TokenChain, TokenProjection, TokenService, TokenTask],
})
export class TokenModule {}
