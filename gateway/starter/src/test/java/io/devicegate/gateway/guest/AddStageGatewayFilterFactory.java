package io.devicegate.gateway.guest;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;

/** The filter {@code AddStage} of the YAML. */
class AddStageGatewayFilterFactory extends AbstractGatewayFilterFactory<Object> {

  AddStageGatewayFilterFactory() {
    super(Object.class);
  }

  @Override
  public GatewayFilter apply(Object config) {
    return (exchange, chain) ->
        chain.filter(
            exchange.mutate().request(request -> request.header("X-Stage", "test")).build());
  }
}
