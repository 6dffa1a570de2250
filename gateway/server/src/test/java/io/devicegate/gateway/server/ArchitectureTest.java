package io.devicegate.gateway.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The server joins the starter and the dashboards, which know nothing of each other or of it. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.devicegate");

  @Test
  void starterAndDashboardsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.devicegate.dashboards..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.devicegate.gateway..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.devicegate.gateway..")
        .and()
        .resideOutsideOfPackage("io.devicegate.gateway.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.devicegate.dashboards..", "io.devicegate.gateway.server..")
        .check(CLASSES);
  }

  @Test
  void nothingKnowsTheSandbox() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.devicegate.sandbox..")
        .check(CLASSES);
  }
}
