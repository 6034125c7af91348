/** What every module speaks: problems, pages and ids. Nothing here knows HTTP, SQL or partitions. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.partwarden.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
