"""Whether kernels can be started as the settings want them, said before anything else starts."""

import typer

from mentorcourse.settings import BadSetting, kernel_limits


def check_kernels() -> None:
    """Refuse limits of kernels that cannot be meant, and an account under which none would start."""
    try:
        if user := kernel_limits().user:
            from mentorcourse.server.kernel_account import require_kernel_user

            require_kernel_user(user)
    except BadSetting as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from wrong
