package io.partwarden;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(PartwardenApplication.class).verify();
    }
}
