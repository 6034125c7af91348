/**
 * Set it and forget it: the policies of tables, and the maintainer that keeps them true. Making partitions and retiring them are two jobs
 * with two fates; one table or target that fails never delays another.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "http",
            "sql",
            "partition",
            "policy",
            "security",
            "targets",
            "catalog",
            "execution",
            "table",
            "jobs",
            "webhooks"
        })
package io.partwarden.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
