package io.devicegate.dashboards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses dashboards =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.devicegate.dashboards");

  @Test
  void knowsNeitherGatewayNorSandbox() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.devicegate.gateway..", "io.devicegate.sandbox..")
        .check(dashboards);
  }

  @Test
  void onlyTheStoreKnowsItsDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.devicegate.dashboards.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.duckdb..")
        .check(dashboards);
  }

  @Test
  void meaningAndStorageKnowNothingOfHttp() {
    noClasses()
        .that()
        .resideInAnyPackage("..dashboards.taxonomy..", "..dashboards.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "reactor..")
        .check(dashboards);
  }

  @Test
  void onlyTheCommandLineKnowsATerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..dashboards.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "..dashboards.cli..")
        .check(dashboards);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.devicegate.dashboards.(*)..").should().beFreeOfCycles().check(dashboards);
  }
}
