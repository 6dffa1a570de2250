package io.devicegate.gateway.guest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.WebFilter;

/** A gateway as Spring's guide has it, with what grows on one in time. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebFluxSecurity
@Import({ShopController.class, AddStageGatewayFilterFactory.class})
class ShopGateway {

  @Bean
  RouteLocator routes(RouteLocatorBuilder builder, @Value("${shop.upstream}") String upstream) {
    return builder
        .routes()
        .route(
            "catalogue",
            route ->
                route
                    .path("/catalogue/**")
                    .filters(
                        filters ->
                            filters
                                .stripPrefix(1)
                                .addRequestHeader("X-Shop", "north")
                                .addResponseHeader("X-Served-By", "shop-gateway"))
                    .uri(upstream))
        .route(
            "closed",
            route ->
                route
                    .host("*.closed.test")
                    .filters(filters -> filters.setPath("/fallback"))
                    .uri("forward:/fallback"))
        .build();
  }

  @Bean
  @Order(-1)
  GlobalFilter correlation() {
    return (exchange, chain) ->
        chain.filter(
            exchange.mutate().request(request -> request.header("X-Correlation", "c-1")).build());
  }

  @Bean
  WebFilter version() {
    return (exchange, chain) -> {
      exchange.getResponse().getHeaders().set("X-Shop-Version", "7");
      return chain.filter(exchange);
    };
  }

  @Bean
  SecurityWebFilterChain security(ServerHttpSecurity http) {
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(Customizer.withDefaults())
        .authorizeExchange(
            exchanges ->
                exchanges.pathMatchers("/admin/**").hasRole("ADMIN").anyExchange().permitAll())
        .build();
  }

  @Bean
  MapReactiveUserDetailsService users() {
    return new MapReactiveUserDetailsService(
        User.withUsername("root").password("{noop}secret").roles("ADMIN").build());
  }
}
