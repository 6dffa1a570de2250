package io.devicegate.sandbox.tenant;

import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.sandbox.logstream.LogStreamProperties;
import io.devicegate.sandbox.logstream.TenantLog;
import java.time.Clock;
import org.apache.catalina.Context;
import org.apache.catalina.session.StandardManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What the tenant keeps, with the bounds and lifetimes of its configuration. */
@Configuration(proxyBeanMethods = false)
class TenantConfiguration {

  private static final Logger log = LoggerFactory.getLogger(TenantConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** The tenant has that clock as its faults make it, whoever gave it. */
  @Bean
  static BeanPostProcessor tenantClock(ObjectProvider<Faults> faults) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Clock clock ? faults.getObject().clock(clock) : bean;
      }
    };
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  @Bean
  TenantLog tenantLog(SandboxProperties properties, LogStreamProperties stream, Clock clock) {
    return new TenantLog(
        properties.tenantName(), properties.environmentName(), stream.capacity(), clock);
  }

  @Bean
  DeviceGrants deviceGrants(SandboxProperties properties, Clock clock) {
    return new DeviceGrants(
        properties.lifetimes().deviceCode(),
        properties.lifetimes().interval(),
        properties.limits().deviceCodes(),
        new UserCodes(),
        clock);
  }

  @Bean
  RefreshTokens refreshTokens(SandboxProperties properties, Clock clock) {
    return new RefreshTokens(
        properties.lifetimes().refreshToken(),
        properties.lifetimes().refreshTokenIdle(),
        properties.limits().refreshTokens(),
        properties.limits().refreshTokensPerUser(),
        clock);
  }

  /** The login rules; a folder with a broken rule keeps the tenant from starting. */
  @Bean
  LoginRules loginRules(SandboxProperties properties, Clock clock) {
    SandboxProperties.Rules rules = properties.rules();
    try {
      LoginRules loaded = LoginRules.load(rules.directory(), options(rules, clock));
      loaded.remarks().forEach(remark -> log.info("{}", remark));
      return loaded;
    } catch (RuleCompilationException e) {
      throw new IllegalStateException(
          "devicegate.sandbox.rules.directory: " + rules.directory() + ": " + e.getMessage(), e);
    }
  }

  private static LoginRulesOptions options(SandboxProperties.Rules rules, Clock clock) {
    return LoginRulesOptions.defaults()
        .withTimeout(rules.timeout())
        .withConfiguration(rules.configuration())
        .withSecrets(rules.secrets())
        .withAllowedOrigins(rules.allowedOrigins())
        .withClock(clock);
  }

  /**
   * Bounds the browser sessions, so that one beyond them is refused, and keeps the server's own
   * error pages away.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> server(SandboxProperties properties) {
    return factory -> factory.addContextCustomizers(context -> harden(context, properties));
  }

  private static void harden(Context context, SandboxProperties properties) {
    context.getParent().getPipeline().addValve(new ServerErrors());
    StandardManager sessions = new StandardManager();
    sessions.setMaxActiveSessions(properties.limits().sessions());
    context.setManager(sessions);
  }
}
