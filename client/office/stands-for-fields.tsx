// Whom a reviewer speaks for: the organisation and the group.

import { Form, Radio, Select } from 'antd'
import { useEffect, useState } from 'react'
import { REVIEWER_GROUP_NAMES } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { get } from '../lib/api.ts'

export function StandsForFields() {
  const [organisations, setOrganisations] = useState<readonly Organisation[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let here = true
    void get<{ readonly organisations: readonly Organisation[] }>('/api/registry').then((answer) => {
      if (!here) return
      if (answer.ok) setOrganisations(answer.value.organisations)
      else setProblem(answer.sentence)
    })
    return () => {
      here = false
    }
  }, [])
  return (
    <>
      <Form.Item
        name="organisationId"
        label="所代表单位"
        rules={[{ required: true, message: '请选定所代表的单位。' }]}
        extra={problem ?? (organisations?.length === 0 ? '请先在“主管单位与区”登记。' : undefined)}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={organisations === null && problem === null}
          placeholder="主管部门、区或乡镇（街道）"
          options={(organisations ?? []).map(({ organisationId, name }) => ({
            value: organisationId,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="group" label="组别">
        <Radio.Group
          options={Object.entries(REVIEWER_GROUP_NAMES).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
    </>
  )
}
