package io.devicegate.rules.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of access policies. */
class AccessArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.devicegate.rules");

  @Test
  void conditionsKnowNothingOfPolicies() {
    noClasses()
        .that()
        .resideInAPackage("..rules.condition..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..rules.access..", "..rules.detection..", "..rules.testing..", "..rules.login..")
        .check(CLASSES);
  }

  @Test
  void policiesKnowNothingOfTheirTestsOrOfLoginRules() {
    noClasses()
        .that()
        .resideInAPackage("..rules.access..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..rules.testing..", "..rules.login..", "..rules.detection..")
        .check(CLASSES);
  }

  @Test
  void evaluationReadsNoClockAndNoRandomness() {
    noClasses()
        .that()
        .resideInAnyPackage("..rules.access..", "..rules.condition..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .check(CLASSES);
  }

  @Test
  void onlyConditionsReadYamlAndCelThroughTheirLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..rules.source..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("..rules.condition..", "..rules.access..", "..rules.detection..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.cel..")
        .check(CLASSES);
  }
}
