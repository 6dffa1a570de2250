package io.devicegate.sandbox.tenant;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * The sandbox tenant. It listens on the loopback interface at port 9000 unless {@code
 * devicegate.sandbox.address} and {@code devicegate.sandbox.port} say otherwise; all its defaults
 * are in {@code sandbox-tenant.yaml}.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(
    // The endpoints are Auth0's, not those that Boot would set up.
    exclude = {
      OAuth2AuthorizationServerAutoConfiguration.class,
      OAuth2AuthorizationServerJwtAutoConfiguration.class,
      UserDetailsServiceAutoConfiguration.class
    })
@EnableConfigurationProperties(SandboxProperties.class)
@ComponentScan({
  "io.devicegate.sandbox.tenant",
  "io.devicegate.sandbox.logstream",
  "io.devicegate.sandbox.pages"
})
public class TenantApplication {

  /** The application with its defaults in place, ready to run or to be configured further. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(TenantApplication.class)
        .web(WebApplicationType.SERVLET)
        .properties("spring.config.name=sandbox-tenant");
  }

  /** Starts the tenant alone. */
  public static void main(String[] arguments) {
    builder().run(arguments);
  }
}
