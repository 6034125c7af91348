package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.security.Change;
import java.util.List;

/** Takes the tenants of an imported table, whose policy is stored by then. Without one of these, an import only lists them. */
public interface TenantIntake {

    /** Registers those that are not registered yet; makes no partition by itself. */
    void register(ManagedName table, List<String> tenants, Change change);
}
