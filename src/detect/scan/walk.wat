;; Walks a byte automaton over a text in memory and writes down where final states are reached.
;;
;; The automaton's table is too large for registers and each step depends on the one before, so one walk mostly waits for
;; memory. Four walks over four quarters of the text wait at the same time: that is all this module is for.
;;
;; Table cells are 16 bits: next[state * width + column]. `columns` holds the column of each byte value in 16 bits,
;; doubled so that it can be added to an address; `row` is the width of the table in bytes. A final state goes on as the
;; state that 16 bits at `resume + 2 * state` name: those without children have no row of their own.
(module
  (memory (export "memory") 1)

  ;; One walk: from $from to $to, recording from the first byte. Returns the end of the hits written at $hits,
  ;; each one the address of the byte and the state reached. The last state is left in $stateOut.
  (func $walk (export "walk")
    (param $from i32) (param $to i32) (param $columns i32) (param $next i32) (param $row i32) (param $firstFinal i32)
    (param $resume i32) (param $state i32) (param $hits i32) (param $stateOut i32) (result i32)
    block $done
      loop $again
        local.get $from
        local.get $to
        i32.ge_u
        br_if $done
        local.get $state
        local.get $row
        i32.mul
        local.get $columns
        local.get $from
        i32.load8_u
        i32.const 1
        i32.shl
        i32.add
        i32.load16_u
        i32.add
        local.get $next
        i32.add
        i32.load16_u
        local.tee $state
        local.get $firstFinal
        i32.ge_u
        if
          local.get $hits
          local.get $from
          i32.store
          local.get $hits
          local.get $state
          i32.store offset=4
          local.get $hits
          i32.const 8
          i32.add
          local.set $hits
          local.get $state
          i32.const 1
          i32.shl
          local.get $resume
          i32.add
          i32.load16_u
          local.set $state
        end
        local.get $from
        i32.const 1
        i32.add
        local.set $from
        br $again
      end
    end
    local.get $stateOut
    local.get $state
    i32.store
    local.get $hits
  )

  ;; Four walks side by side, $steps bytes each, from addresses $p0 to $p3 in states $s0 to $s3, their hits written from
  ;; $h0 to $h3. At $out the four ends of the hits and the four last states are left.
  (func (export "walk4")
    (param $steps i32) (param $columns i32) (param $next i32) (param $row i32) (param $firstFinal i32) (param $resume i32)
    (param $out i32)
    (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i32)
    (param $s0 i32) (param $s1 i32) (param $s2 i32) (param $s3 i32)
    (param $h0 i32) (param $h1 i32) (param $h2 i32) (param $h3 i32)
    (local $end i32)
    local.get $p0
    local.get $steps
    i32.add
    local.set $end
    block $done
      loop $again
        local.get $p0
        local.get $end
        i32.ge_u
        br_if $done
        ;; lane 0
        local.get $s0
        local.get $row
        i32.mul
        local.get $columns
        local.get $p0
        i32.load8_u
        i32.const 1
        i32.shl
        i32.add
        i32.load16_u
        i32.add
        local.get $next
        i32.add
        i32.load16_u
        local.set $s0
        local.get $s0
        local.get $firstFinal
        i32.ge_u
        if
          local.get $h0
          local.get $p0
          i32.store
          local.get $h0
          local.get $s0
          i32.store offset=4
          local.get $h0
          i32.const 8
          i32.add
          local.set $h0
          local.get $s0
          i32.const 1
          i32.shl
          local.get $resume
          i32.add
          i32.load16_u
          local.set $s0
        end
        local.get $p0
        i32.const 1
        i32.add
        local.set $p0
        ;; lane 1
        local.get $s1
        local.get $row
        i32.mul
        local.get $columns
        local.get $p1
        i32.load8_u
        i32.const 1
        i32.shl
        i32.add
        i32.load16_u
        i32.add
        local.get $next
        i32.add
        i32.load16_u
        local.set $s1
        local.get $s1
        local.get $firstFinal
        i32.ge_u
        if
          local.get $h1
          local.get $p1
          i32.store
          local.get $h1
          local.get $s1
          i32.store offset=4
          local.get $h1
          i32.const 8
          i32.add
          local.set $h1
          local.get $s1
          i32.const 1
          i32.shl
          local.get $resume
          i32.add
          i32.load16_u
          local.set $s1
        end
        local.get $p1
        i32.const 1
        i32.add
        local.set $p1
        ;; lane 2
        local.get $s2
        local.get $row
        i32.mul
        local.get $columns
        local.get $p2
        i32.load8_u
        i32.const 1
        i32.shl
        i32.add
        i32.load16_u
        i32.add
        local.get $next
        i32.add
        i32.load16_u
        local.set $s2
        local.get $s2
        local.get $firstFinal
        i32.ge_u
        if
          local.get $h2
          local.get $p2
          i32.store
          local.get $h2
          local.get $s2
          i32.store offset=4
          local.get $h2
          i32.const 8
          i32.add
          local.set $h2
          local.get $s2
          i32.const 1
          i32.shl
          local.get $resume
          i32.add
          i32.load16_u
          local.set $s2
        end
        local.get $p2
        i32.const 1
        i32.add
        local.set $p2
        ;; lane 3
        local.get $s3
        local.get $row
        i32.mul
        local.get $columns
        local.get $p3
        i32.load8_u
        i32.const 1
        i32.shl
        i32.add
        i32.load16_u
        i32.add
        local.get $next
        i32.add
        i32.load16_u
        local.set $s3
        local.get $s3
        local.get $firstFinal
        i32.ge_u
        if
          local.get $h3
          local.get $p3
          i32.store
          local.get $h3
          local.get $s3
          i32.store offset=4
          local.get $h3
          i32.const 8
          i32.add
          local.set $h3
          local.get $s3
          i32.const 1
          i32.shl
          local.get $resume
          i32.add
          i32.load16_u
          local.set $s3
        end
        local.get $p3
        i32.const 1
        i32.add
        local.set $p3
        br $again
      end
    end
    local.get $out
    local.get $h0
    i32.store offset=0
    local.get $out
    local.get $s0
    i32.store offset=16
    local.get $out
    local.get $h1
    i32.store offset=4
    local.get $out
    local.get $s1
    i32.store offset=20
    local.get $out
    local.get $h2
    i32.store offset=8
    local.get $out
    local.get $s2
    i32.store offset=24
    local.get $out
    local.get $h3
    i32.store offset=12
    local.get $out
    local.get $s3
    i32.store offset=28
  )
)
