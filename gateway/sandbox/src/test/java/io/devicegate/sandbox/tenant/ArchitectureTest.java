package io.devicegate.sandbox.tenant;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The tenant stands alone: it uses the rules engine and talks to everything else over HTTP. */
class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.devicegate.sandbox.tenant", "io.devicegate.sandbox.logstream");

  @Test
  void usesNothingOfTheGatewayOrTheDashboards() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.devicegate.gateway..", "io.devicegate.dashboards..")
        .check(classes);
  }

  @Test
  void usesNothingElseOfTheSandbox() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.devicegate.sandbox.device..",
            "io.devicegate.sandbox.pages..",
            "io.devicegate.sandbox.upstream..",
            "io.devicegate.sandbox.demo..")
        .check(classes);
  }

  @Test
  void logDoesNotKnowWhoWritesIt() {
    noClasses()
        .that()
        .resideInAPackage("io.devicegate.sandbox.logstream..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.devicegate.sandbox.tenant..")
        .check(classes);
  }
}
