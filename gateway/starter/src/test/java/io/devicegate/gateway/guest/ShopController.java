package io.devicegate.gateway.guest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Pages that the gateway answers itself. */
@RestController
class ShopController {

  @RequestMapping("/fallback")
  Mono<String> fallback() {
    return Mono.just("closed today");
  }

  @GetMapping("/admin/report")
  Mono<String> report() {
    return Mono.just("all is well");
  }
}
