package io.devicegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.access.DevicegateFilter;
import io.devicegate.gateway.access.EnforcementPoint;
import io.devicegate.gateway.decisionlog.DecisionExporter;
import io.devicegate.gateway.decisionlog.DecisionLog;
import io.devicegate.gateway.edge.EdgeFilter;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.policy.AccessPolicies;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.TenantTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import reactor.core.publisher.Flux;

class AutoConfigurationTest {

  private static final String[] TENANT = {
    "devicegate.tenants[0].name=test",
    "devicegate.tenants[0].issuer=https://tenant.test/",
    "devicegate.tenants[0].audiences=https://api.test"
  };

  private final ReactiveWebApplicationContextRunner gateway =
      new ReactiveWebApplicationContextRunner()
          .withConfiguration(ours())
          .withPropertyValues(TENANT);

  @Test
  void protectsGatewayByConfigurationAlone() {
    gateway.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(DevicegateFilter.class)
                .hasSingleBean(EnforcementPoint.class)
                .hasSingleBean(TenantTokens.class)
                .hasSingleBean(DecisionLog.class)
                .getBeanNames(HttpHeadersFilter.class)
                .containsExactlyInAnyOrder(
                    "devicegateIdentityHeadersFilter", "devicegateInterimAnswerFilter"));
  }

  @Test
  void looksAtEveryRequestBeforeItIsRouted() {
    gateway.run(context -> assertThat(context).hasSingleBean(EdgeFilter.class));
    gateway
        .withPropertyValues("devicegate.edge.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebFilter.class));
  }

  @Test
  void failsWhereEverybodysForwardedHeadersWouldBeBelieved() {
    gateway
        .withBean(ForwardedHeaderTransformer.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("server.forward-headers-strategy: framework"));
  }

  @Test
  void failsOnBudgetThatCannotBeAndNamesIt() {
    gateway
        .withPropertyValues("devicegate.budgets.small.subject-concurrency=0")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage("subject-concurrency: 0 (expected: >= 1)"));
  }

  @Test
  void saysNothingOfItselfWhenToldSo() {
    gateway.run(context -> assertThat(context).hasBean("devicegateResourceMetadata"));
    gateway
        .withPropertyValues("devicegate.resource-metadata.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("devicegateResourceMetadata"));
  }

  @Test
  void worksWithoutActuator() {
    gateway
        .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(DevicegateFilter.class));
  }

  @Test
  void backsOffWhenSwitchedOff() {
    gateway
        .withPropertyValues("devicegate.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GlobalFilter.class));
  }

  @Test
  void backsOffWhenTheGatewayIsSwitchedOff() {
    gateway
        .withPropertyValues("spring.cloud.gateway.server.webflux.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GlobalFilter.class));
  }

  @Test
  void backsOffWithoutGateway() {
    gateway
        .withClassLoader(new FilteredClassLoader(GlobalFilter.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EnforcementPoint.class));
  }

  @Test
  void backsOffInAnApplicationThatIsNoReactiveServer() {
    new ApplicationContextRunner()
        .withConfiguration(ours())
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EnforcementPoint.class));
  }

  @Test
  void backsOffBeforeBeansOfTheApplication() {
    gateway
        .withBean(LoginCheck.class, () -> LoginCheck.NONE)
        .withBean(GatewayMetrics.class, () -> new GatewayMetrics(new SimpleMeterRegistry()))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(LoginCheck.class)
                    .hasSingleBean(GatewayMetrics.class));
  }

  @Test
  void keepsLoggingBesideExportersOfTheApplication() {
    gateway
        .withBean("mine", DecisionExporter.class, () -> batch -> {})
        .run(context -> assertThat(context.getBeansOfType(DecisionExporter.class)).hasSize(2));
  }

  @Test
  void failsWithoutTenantAndSaysWhatToSet() {
    new ReactiveWebApplicationContextRunner()
        .withConfiguration(ours())
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("devicegate.tenants[0].name"));
  }

  @Test
  void failsOnUnknownRequirementAndNamesTheRoute() {
    gateway
        .withUserConfiguration(WrongRoute.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(
                        "route 'billing': devicegate.require: devise (expected: device, token or"
                            + " none)"));
  }

  @Test
  void failsOnRulesFolderThatIsNotThere(@TempDir Path folder) {
    gateway
        .withPropertyValues("devicegate.rules.login.directory=" + folder.resolve("missing"))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("devicegate.rules.login.directory: ")
                    .hasMessageEndingWith("missing (expected: a folder)"));
  }

  @Test
  void failsOnRuleThatCannotRunAndNamesThePlace(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("broken.js"), "function (user, context, callback) {");
    gateway
        .withPropertyValues("devicegate.rules.login.directory=" + folder)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("broken.js:1"));
  }

  @Test
  void ignoresRulesFolderWhenRulesAreSwitchedOff(@TempDir Path folder) {
    gateway
        .withPropertyValues(
            "devicegate.rules.login.enabled=false",
            "devicegate.rules.login.directory=" + folder.resolve("missing"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(LoginCheck.class));
  }

  @Test
  void hasNoAccessPoliciesWithoutFolder() {
    gateway.run(
        context -> assertThat(context).hasNotFailed().doesNotHaveBean(AccessPolicies.class));
  }

  @Test
  void failsOnFolderOfPoliciesThatIsNotThere(@TempDir Path folder) {
    gateway
        .withPropertyValues("devicegate.access.directory=" + folder.resolve("missing"))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("devicegate.access.directory: ")
                    .hasMessageEndingWith("missing (expected: a folder)"));
  }

  @Test
  void failsOnFolderWithoutPolicies(@TempDir Path folder) {
    gateway
        .withPropertyValues("devicegate.access.directory=" + folder)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("no policies (expected: at least one file)"));
  }

  @Test
  void failsOnPoliciesThatCannotBeUsedAndNamesEveryPlace(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("a.yaml"),
        "name: a\nrule: {match: [{condition: request.methd == 'GET', output: allow()}]}\n");
    Files.writeString(
        folder.resolve("b.yaml"),
        "name: b\nrule: {match: [{output: \"allow().header('X-Device-Subject', 'x')\"}]}\n");
    gateway
        .withPropertyValues("devicegate.access.directory=" + folder)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("a.yaml:2:35: ")
                    .hasMessageContaining("b.yaml:2:"));
  }

  @Test
  void takesParametersOfPoliciesAndFailsOnThoseOfNone(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("a.yaml"),
        "name: at-most\nparams: {max_age: 1, paths: [x]}\nrule: {match: [{output: allow()}]}\n");
    ReactiveWebApplicationContextRunner policies =
        gateway.withPropertyValues("devicegate.access.directory=" + folder);
    policies
        .withPropertyValues(
            "devicegate.access.params.at-most.[max_age]=5",
            "devicegate.access.params.at-most.paths[0]=/a",
            "devicegate.access.params.at-most.paths[1]=/b")
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AccessPolicies.class));
    policies
        .withPropertyValues("devicegate.access.params.at-least.[max_age]=5")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining(
                        "devicegate.access.params: at-least (expected: the name of a policy)"));
  }

  private static AutoConfigurations ours() {
    List<String> names =
        ImportCandidates.load(AutoConfiguration.class, AutoConfigurationTest.class.getClassLoader())
            .getCandidates()
            .stream()
            .filter(name -> name.startsWith("io.devicegate.gateway."))
            .toList();
    return AutoConfigurations.of(
        names.stream().map(AutoConfigurationTest::load).toArray(Class<?>[]::new));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class WrongRoute {

    @Bean
    RouteLocator routes() {
      Route route =
          Route.async()
              .id("billing")
              .uri("http://upstream.test")
              .predicate(exchange -> true)
              .metadata("devicegate.require", "devise")
              .build();
      return () -> Flux.just(route);
    }
  }
}
