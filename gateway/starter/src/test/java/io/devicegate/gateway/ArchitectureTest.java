package io.devicegate.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows that hold the starter together. */
class ArchitectureTest {

  private static final JavaClasses STARTER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.devicegate.gateway");

  @Test
  void knowsNothingOfDashboardsServerAndSandbox() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.devicegate.dashboards..",
            "io.devicegate.gateway.server..",
            "io.devicegate.sandbox..")
        .check(STARTER);
  }

  @Test
  void packagesHaveNoCycle() {
    slices().matching("io.devicegate.gateway.(*)..").should().beFreeOfCycles().check(STARTER);
  }

  @Test
  void reactorStaysInFiltersConfigurationAndTheDecodersSeam() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Filter")
        .and()
        .haveSimpleNameNotEndingWith("Configuration")
        .and()
        .doNotHaveSimpleName("StrictReactiveJwtDecoder")
        .and()
        .doNotHaveSimpleName("IssuerClient")
        .and()
        .doNotHaveSimpleName("ReplayedForm")
        .and()
        .haveSimpleNameNotEndingWith("Refusals")
        .and()
        .doNotHaveSimpleName("RefusalWriter")
        .and()
        .doNotHaveSimpleName("DevicegateEndpoint")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("reactor..")
        .check(STARTER);
  }

  @Test
  void stockSecurityChainIsNotOnThePath() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.security.web..", "org.springframework.security.config..")
        .check(STARTER);
  }

  @Test
  void onlyAccessKnowsTheGatewaysRoutes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.devicegate.gateway.access..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.cloud.gateway..")
        .check(STARTER);
  }
}
