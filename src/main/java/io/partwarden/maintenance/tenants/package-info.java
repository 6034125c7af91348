/**
 * Tenants of tables that keep them apart: by the first column of a range key, or each in a partition of its own. A tenant is a value and
 * never a name; each has its partitions made, kept as long as it wishes, and taken away when it leaves.
 */
@NullMarked
package io.partwarden.maintenance.tenants;

import org.jspecify.annotations.NullMarked;
